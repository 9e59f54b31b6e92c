import type { AwsCheck } from '../../../aws-checks/check.ts';
import type { AwsChecksReport } from '../../../aws-checks/report.ts';
import { type Paint, printable, RESULT_TONES } from '../terminal-text.ts';

/** `AWS account in eu-west-1: 1 fail, 2 pass, 1 not checked` */
export function describeAwsChecks({ region, results }: AwsChecksReport): string {
  const { skip, ...checked } = results;
  const counts = [
    ...Object.entries(checked).flatMap(([result, number]) => (number === 0 ? [] : [`${number} ${result}`])),
    ...(skip === 0 ? [] : [`${skip} not checked`]),
  ];
  return printable(`AWS account in ${region}: ${counts.join(', ') || 'nothing to check'}`);
}

/** No line where they were not asked for. */
export function awsCheckLines(report: AwsChecksReport | undefined, paint: Paint): readonly string[] {
  if (report === undefined) return [];
  return [describeAwsChecks(report), ...report.checks.flatMap((check) => checkLines(check, paint))];
}

function checkLines({ result, code, subject, message, fix }: AwsCheck, paint: Paint): readonly string[] {
  const label = result === 'skip' ? 'not checked' : result;
  return [
    `  ${paint(RESULT_TONES[result], label)}  ${printable(`${subject}: ${message}`)} ${paint('faint', `[${code}]`)}`,
    ...(fix === '' ? [] : [`  ${' '.repeat(label.length)}  fix: ${printable(fix)}`]),
  ];
}
