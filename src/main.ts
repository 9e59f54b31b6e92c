#!/usr/bin/env node
// Imports nothing until the version is known: an import is evaluated before the first statement, and one of these files or of
// the packages fails on an older Node.js with an error that does not say why.

/** `engines` of package.json. */
const OLDEST = { major: 22, minor: 19 } as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) {
  const { runProcess } = await import('./run.ts');
  await runProcess();
} else {
  process.stderr.write(
    `fargate-admission: Node.js ${process.versions.node} is too old: install ${OLDEST.major}.${OLDEST.minor} or later\n`,
  );
  process.exitCode = 2;
}
