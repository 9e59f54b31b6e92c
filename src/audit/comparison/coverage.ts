import { compareNames } from '../../fargate/profile-set.ts';
import type { ComparableReport } from './earlier-report.ts';

/** What of two reports can be compared. */
export interface Coverage {
  /** Whether both audits have read all pods of a namespace: else a workload that one has not seen is neither new nor gone. */
  readonly covers: (namespace: string) => boolean;
  /** Whether that is so of every namespace. */
  readonly isComplete: boolean;
  readonly hasOneCurrency: boolean;
  /** Whether one size costs the same in both. */
  readonly hasOnePrice: boolean;
  /** A sentence for each reason to read the comparison with care. */
  readonly notes: readonly string[];
}

export function coverageOf(before: ComparableReport, after: ComparableReport): Coverage {
  const reports = [before, after];
  const covers = (namespace: string) => reports.every((report) => hasRead(report, namespace));
  const names = new Set(reports.flatMap(namesIn));
  const left = [...names].filter((name) => !covers(name)).toSorted(compareNames);
  const hasOneCurrency = before.prices.currency === after.prices.currency;
  const hasOnePrice = hasOneCurrency && PRICES.every((price) => before.prices[price] === after.prices[price]);
  return {
    covers,
    isComplete: left.length === 0,
    hasOneCurrency,
    hasOnePrice,
    notes: [
      ...(left.length === 0 ? [] : [`Only one of the audits has read all pods of ${namesText(left)}: not compared.`]),
      ...unreadNote(reports),
      ...priceNote(before, after, { hasOneCurrency, hasOnePrice }),
      ...otherNotes(before.audited, after.audited),
    ],
  };
}

const PRICES = ['vcpuHour', 'gigabyteHour', 'storageGigabyteHour'] as const;

function hasRead({ audited, errors }: ComparableReport, namespace: string): boolean {
  const isAudited = audited.namespaces.length === 0 || audited.namespaces.includes(namespace);
  return isAudited && !errors.some((error) => isOfPods(error) && (error.namespace ?? namespace) === namespace);
}

/** Lists that are refused for one reason are named together. */
function isOfPods({ resource }: ComparableReport['errors'][number]): boolean {
  return resource.split(', ').includes('pods');
}

function namesIn({ audited, namespaces, workloads }: ComparableReport): readonly string[] {
  return [...audited.namespaces, ...namespaces.map(({ name }) => name), ...workloads.map(({ namespace }) => namespace)];
}

const MAX_NAMES = 5;

function namesText(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const noun = names.length === 1 ? 'namespace' : 'namespaces';
  return `${noun} ${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Without the list of its ReplicaSet, a pod counts under that ReplicaSet and not under its Deployment. */
function unreadNote(reports: readonly ComparableReport[]): readonly string[] {
  const errors = reports.flatMap((report) => report.errors.filter((error) => !isOfPods(error)));
  const resources = [...new Set(errors.map(({ resource }) => resource))].toSorted(compareNames);
  if (resources.length === 0) return [];
  return [`One of the audits could not read all ${resources.join(', ')}: workloads may seem new, gone or changed.`];
}

function priceNote(
  before: ComparableReport,
  after: ComparableReport,
  { hasOneCurrency, hasOnePrice }: Pick<Coverage, 'hasOneCurrency' | 'hasOnePrice'>,
): readonly string[] {
  if (!hasOneCurrency) {
    return [
      `The earlier report counts in ${before.prices.currency}, this one in ${after.prices.currency}: costs are not compared.`,
    ];
  }
  return hasOnePrice
    ? []
    : ['The two reports count with different prices: part of the difference in cost is due to that.'];
}

function otherNotes(before: ComparableReport['audited'], after: ComparableReport['audited']): readonly string[] {
  const isElsewhere = before.region !== undefined && after.region !== undefined && before.region !== after.region;
  return [
    ...(isElsewhere
      ? [
          `The earlier report is of a cluster in ${before.region}, this one in ${after.region}: they may be of two clusters.`,
        ]
      : []),
    ...(before.version === after.version
      ? []
      : [
          `The earlier report is by version ${before.version}, this one by ${after.version}: verdicts may differ because of that.`,
        ]),
  ];
}
