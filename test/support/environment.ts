type Environment = Readonly<Record<string, string | undefined>>;

/** Some variables of these tests begin as settings do, and the program would refuse them. */
export function withoutSettings(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('FARGATE_ADMISSION_')));
}
