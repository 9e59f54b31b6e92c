import { AWS_CHECK_CODES } from '../../../src/aws-checks/check.ts';

/** The verdicts of `--aws-checks`, worst first. */
export function awsChecksMarkdown(): string {
  const rows = Object.entries(AWS_CHECK_CODES).map(
    ([code, { result, title, fix }]) => `| ${result} | \`${code}\` | ${title} | ${fix} |`,
  );
  return ['| result | code | | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
