type Environment = Readonly<Record<string, string | undefined>>;

/** Some variables of these tests begin as settings do, and the program would refuse them. */
export function withoutSettings(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('FARGATE_ADMISSION_')));
}

/** Where Node.js keeps compiled code, if anywhere: a program whose sources are compiled already starts in half the time. */
export function compileCache(): Readonly<Record<string, string>> {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
