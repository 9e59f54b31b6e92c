/** The value of one series of a scrape, by its name with its labels as they stand there. @throws where it is missing. */
export async function metricOf(opsUrl: string, series: string): Promise<number> {
  const response = await fetch(`${opsUrl}/metrics`);
  return valueIn(await response.text(), series);
}

export function valueIn(exposition: string, series: string): number {
  const line = exposition.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  if (line === undefined) throw new Error(`no series ${series}`);
  const value = line.slice(series.length + 1);
  return value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value);
}
