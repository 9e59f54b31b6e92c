import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALLOWED_LICENSES, packagesOf, productionPackages, thirdPartyLicenses } from '../../hack/licenses/licenses.ts';

describe('the packages that the program ships with', () => {
  const packages = productionPackages();

  test('all have a license that a work under Apache-2.0 may contain', () => {
    assert.ok(packages.length > 100);
    const others = packages.filter(({ license }) => !ALLOWED_LICENSES.has(license));
    assert.deepEqual(
      others.map(({ name, license }) => `${name}: ${license}`),
      [],
    );
  });

  test('are all in the text that goes with the executables', () => {
    const text = thirdPartyLicenses(packages);
    const missing = packages.filter(({ name, version }) => !text.includes(`\n${name} ${version}\n`));
    assert.deepEqual(missing, []);
  });

  test('of a bundle are those whose files are in it, below another package too', () => {
    const names = packagesOf([
      'src/main.ts',
      '../elsewhere/node_modules/@codemirror/view/dist/index.js',
      'node_modules/yaml/browser/dist/index.js',
    ]).map(({ name }) => name);
    assert.deepEqual(names, ['@codemirror/view', 'yaml']);
  });

  test('share one copy of a license that is the same, letter by letter', () => {
    const member = { version: '1.0.0', license: 'MIT', licenseText: 'Permission is granted' };
    const text = thirdPartyLicenses([
      { ...member, name: 'a' },
      { ...member, name: 'b' },
    ]);
    assert.match(text, /\na 1\.0\.0\nb 1\.0\.0\n\nMIT\n\nPermission is granted\n$/);
  });
});
