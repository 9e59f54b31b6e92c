type Environment = Readonly<Record<string, string | undefined>>;

/** The arguments of `fargate-admission` for the inputs of the action. An empty input is none. */
export function checkArguments(environment: Environment): readonly string[] {
  const summary = environment['GITHUB_STEP_SUMMARY'];
  return [
    'check',
    ...linesOf(environment['CHECK_PATH']).map((path) => `--filename=${path}`),
    ...flag('profiles', environment['CHECK_PROFILES']),
    ...flag('cluster-name', environment['CHECK_CLUSTER_NAME']),
    ...flag('namespace', environment['CHECK_NAMESPACE']),
    ...flag('fail-on', environment['CHECK_FAIL_ON']),
    '--output=github',
    ...flag('output=sarif', environment['CHECK_SARIF']),
    ...flag('output=markdown', summary),
    ...linesOf(environment['CHECK_ARGUMENTS']),
  ];
}

function flag(name: string, value = ''): readonly string[] {
  return value === '' ? [] : [`--${name}=${value}`];
}

function linesOf(text = ''): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
