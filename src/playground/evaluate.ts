import { InputProfiles } from '../documents/assessment/profile.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import { ALL_KINDS } from '../documents/workloads/workload-kinds.ts';
import { publicPrices } from '../fargate/price-list.ts';
import { DEFAULT_LIMITS } from '../fargate/profile-rules.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import { type CheckReport, createReport, nothingFound } from '../inspection/check-report.ts';
import { checkText } from '../inspection/check-text.ts';
import { explain } from '../inspection/explanation.ts';
import { type ExplanationList, explanationList } from '../inspection/explanation-list.ts';
import type { SourceText } from '../inspection/objects-in-text.ts';
import { subjectsIn } from '../inspection/subjects.ts';
import { createPolicy } from '../suppression/policy.ts';
import { type PlaygroundFix, profileFixes, workloadFixes } from './fixes.ts';
import { type PlaygroundProblem, readProfiles } from './read-profiles.ts';
import { type PlaygroundSize, type SizeTable, sizeOf, sizeTable } from './sizes.ts';
import { PROFILES_NAME, WORKLOADS_NAME } from './text-names.ts';

/** What a person has typed. */
export interface PlaygroundInput {
  readonly workloads: string;
  /** In any form that the product reads. */
  readonly profiles: string;
  /** Of AWS, whose public prices count; us-east-1 where none is given. */
  readonly region?: string;
}

export interface PlaygroundResult {
  /** As `check -f workloads.yaml -f profiles.yaml --profiles profiles.yaml -o json` prints it. */
  readonly check: CheckReport;
  /** As `explain -f workloads.yaml --profiles profiles.yaml -o json` prints it. */
  readonly explanations: ExplanationList;
  /** Of the pods of each explanation. */
  readonly sizes: readonly PlaygroundSize[];
  readonly sizeTable: SizeTable;
  /** Of the text of the profiles. */
  readonly profileProblems: readonly PlaygroundProblem[];
  /** What a button can do about a finding, where it is certain. */
  readonly fixes: readonly PlaygroundFix[];
}

/**
 * Everything that there is to say about two texts. A text that is broken, as one is while somebody types, is no error of the
 * program: the result says what is wrong with it.
 */
export async function evaluate(input: PlaygroundInput): Promise<PlaygroundResult> {
  const { profiles, problems } = await readProfiles(input.profiles);
  const texts = [await read(WORKLOADS_NAME, input.workloads), await read(PROFILES_NAME, input.profiles)] as const;
  const policy = createPolicy({});
  const prices = publicPrices(input.region);
  const { subjects } = await subjectsIn(texts[0], { namespace: NAMESPACE, kinds: ALL_KINDS });
  const explained = subjects.map((subject) => explain(subject, profiles, policy));
  const sizes = explained.map((explanation) => sizeOf(explanation, prices));
  const report = await check(texts, profiles);
  return {
    check: report,
    explanations: explanationList(explained),
    sizes,
    sizeTable: sizeTable(prices, sizes),
    profileProblems: problems,
    fixes: [
      ...workloadFixes(report.items, explained, { text: input.workloads, profiles }),
      ...(await profileFixes(report.items, texts[0], 'workloads')),
      ...(await profileFixes(report.items, texts[1], 'profiles')),
    ],
  };
}

/** Of objects that name none. */
const NAMESPACE = 'default';

/** Once for the report and the explanations. */
async function read(name: string, text: string): Promise<SourceText> {
  const documents = await Array.fromAsync(readDocuments(text, { repeatedKeys: 'last-counts' }));
  return { name, text, documents, isFound: false, isInChart: false };
}

async function check(texts: readonly SourceText[], profiles: ProfileSet | undefined): Promise<CheckReport> {
  const inputProfiles = new InputProfiles({ limits: DEFAULT_LIMITS, cluster: { clusterName: undefined, profiles } });
  const policy = createPolicy({});
  const context = { namespace: NAMESPACE, kinds: ALL_KINDS, profiles, inputProfiles, policy };
  const checked = [];
  for (const text of texts) checked.push(await checkText(text, context));
  const unreadable = checked.flatMap((text) => text.unreadable);
  const notChecked = checked.flatMap((text) => text.notChecked);
  const isNothing = unreadable.length === 0 && checked.every(({ objectCount }) => objectCount === 0);
  return createReport({
    items: checked.flatMap(({ items }) => items),
    skipped: checked.flatMap(({ skipped }) => skipped),
    unreadable: isNothing
      ? [
          nothingFound(
            texts.map(({ name }) => name),
            notChecked,
          ),
        ]
      : unreadable,
    notChecked,
  });
}
