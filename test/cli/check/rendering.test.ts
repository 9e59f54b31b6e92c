import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { deployment, runCheck as runCheckWithout } from '../../support/cli/check.ts';
import { findHelm, findKubectl, pathOf, skipWithout } from '../../support/processes/programs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FakeTerminal } from '../../support/terminal.ts';

const helm = findHelm();
const kubectl = findKubectl();
const needsHelm = { skip: skipWithout(helm) };
const needsKubectl = { skip: skipWithout(kubectl) };
const PATH = [helm, kubectl]
  .flatMap((program) => (program.kind === 'found' ? [dirname(program.path)] : []))
  .join(delimiter);

/** `check` of the files, with Helm and kubectl on the PATH. */
function runCheck(t: TestContext, files: Readonly<Record<string, string>>, flags: readonly string[] = []) {
  return runCheckWithout(t, { files, flags, terminal: { environment: { PATH } } });
}

const CHART = 'apiVersion: v2\nname: shop-web\nversion: 1.0.0\n';
const ON_HOST_NETWORK = deployment('{{ .Release.Name }}', '      hostNetwork: {{ .Values.hostNetwork }}\n');
const WEB = {
  'web/Chart.yaml': CHART,
  'web/values.yaml': 'hostNetwork: true\n',
  'web/templates/web.yaml': ON_HOST_NETWORK,
  'web/templates/NOTES.txt': 'Thanks\n',
};

describe('a chart in a folder', needsHelm, () => {
  test('is rendered, and findings name the template', async (t) => {
    const { code, output, errors } = await runCheck(t, WEB);
    assert.match(output, /^Deployment shop\/release-name → Fargate profile web/);
    assert.match(output, /\n {2}error {4}web\/templates\/web\.yaml {2}spec\.template\.spec\.hostNetwork: /);
    assert.match(output, /\n1 workload checked, 1 bound for Fargate; 1 error, 0 warnings, 0 hints\n$/);
    assert.deepEqual([code, errors], [1, '']);
  });

  test('is rendered with the given values, those of --set last', async (t) => {
    const values = join(await temporaryFolder(t), 'values, of a stage.yaml');
    await writeFile(values, 'hostNetwork: true\n');
    const flags = ['--values', values, '--set', 'hostNetwork=false'];
    assert.equal((await runCheck(t, WEB, flags)).code, 0);
    assert.equal((await runCheck(t, WEB, flags.slice(0, 2))).code, 1);
  });

  test('is rendered as a release in the namespace of -n', async (t) => {
    const files = {
      ...WEB,
      'web/templates/web.yaml': ON_HOST_NETWORK.replace('namespace: shop', 'namespace: {{ .Release.Namespace }}'),
    };
    assert.match((await runCheck(t, files, ['-n', 'shop'])).output, /^Deployment shop\/release-name → Fargate/);
  });

  test('is rendered once, with the charts in it', async (t) => {
    const sub = Object.fromEntries(
      Object.entries(WEB).map(([name, text]) => [name.replace('web/', 'web/charts/sub/'), text]),
    );
    const { output } = await runCheck(t, {
      ...WEB,
      ...sub,
      'web/charts/sub/Chart.yaml': CHART.replace('shop-web', 'sub'),
    });
    assert.match(output, / web\/charts\/sub\/templates\/web\.yaml {2}/);
    assert.match(output, /\n2 workloads checked/);
  });

  test('that cannot be rendered is counted with the reason, and fails with --strict', async (t) => {
    const files = {
      ...WEB,
      'web/templates/a.yaml': '{{ required "image is required" .Values.image }}',
      'a.yaml': deployment('a'),
    };
    const { code, output } = await runCheck(t, files);
    assert.match(
      output,
      /; not checked: 1 Helm chart, not rendered \(web: helm: execution error at \(shop-web\/templates\/a\.yaml:1:3\): image is required\), .*2 Helm templates, not rendered\n$/,
    );
    assert.equal(code, 0);
    const strict = await runCheck(t, files, ['--strict']);
    assert.match(strict.errors, /^not readable: web: Helm chart: helm: execution error at .*: image is required$/m);
    assert.equal(strict.code, 2);
  });

  test('that lacks a dependency says which command gets it', async (t) => {
    const dependencies = 'dependencies: [{name: common, version: 1.0.0, repository: "https://charts.example.com"}]\n';
    const { output } = await runCheck(t, { ...WEB, 'web/Chart.yaml': CHART + dependencies, 'a.yaml': deployment('a') });
    assert.match(output, /'helm dependency build' to fetch missing dependencies: .*common\)/);
  });

  test('may suppress a finding by a comment in the template', async (t) => {
    const template = ON_HOST_NETWORK.replace(
      '      hostNetwork:',
      '      # fargate-admission:ignore host-network -- moves off Fargate\n      hostNetwork:',
    );
    const { code, output } = await runCheck(t, { ...WEB, 'web/templates/web.yaml': template });
    assert.match(output, /\n1 workload checked, 1 bound for Fargate; 0 errors, 0 warnings, 0 hints; 1 suppressed\n$/);
    assert.equal(code, 0);
  });

  test('does not hide other manifests beside its own files', async (t) => {
    const { output } = await runCheck(t, {
      ...WEB,
      'web/examples/a.yaml': deployment('a'),
      'web/b.yaml': deployment('b'),
    });
    assert.match(output, /\n3 workloads checked/);
  });

  test('has no way to steer the terminal or to name a file elsewhere', async (t) => {
    const template = `${deployment('a', '      hostNetwork: true\n')}---\n# Source: web/../../etc/passwd\n${deployment('"{{ "\\u001b[2J" }}"')}`;
    const { output } = await runCheck(t, { ...WEB, 'web/templates/web.yaml': template });
    assert.ok(!output.includes('\u001b') && !output.includes('etc/passwd'), output);
  });
});

describe('a chart that is named', needsHelm, () => {
  async function check(
    t: TestContext,
    files: Readonly<Record<string, string>>,
    prepare = async (_folder: string) => 'web',
  ) {
    const folder = await temporaryFolder(t);
    for (const [name, text] of Object.entries({
      ...files,
      'profiles.yaml': 'fargateProfileName: web\nselectors: [{namespace: shop}]\n',
    })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const path = join(folder, await prepare(folder));
    const terminal = new FakeTerminal({ PATH });
    const code = await run(['check', '-f', path, '--profiles', join(folder, 'profiles.yaml')], terminal);
    return { code, output: terminal.output, errors: terminal.errors.replaceAll(`${folder}/`, '') };
  }

  test('and cannot be rendered is not readable', async (t) => {
    const { code, errors } = await check(t, {
      ...WEB,
      'web/values.yaml': '',
      'web/templates/a.yaml': '{{ fail "no" }}',
    });
    assert.match(errors, /^not readable: web: Helm chart: helm: execution error at .*: no\n$/);
    assert.equal(code, 2);
  });

  test('may be an archive', async (t) => {
    const { code, output } = await check(t, WEB, async (folder) => {
      execFileSync(pathOf(helm), ['package', 'web'], { cwd: folder });
      return 'shop-web-1.0.0.tgz';
    });
    assert.match(output, /shop-web-1\.0\.0\.tgz\/templates\/web\.yaml {2}spec\.template\.spec\.hostNetwork/);
    assert.equal(code, 1);
  });

  test('is not rendered with a symbolic link that leads out of it, be it in a folder that it links to', async (t) => {
    const { code, errors } = await check(t, WEB, async (folder) => {
      await mkdir(join(folder, 'web/shared'));
      await symlink('/etc/passwd', join(folder, 'web/shared/users'));
      await symlink('shared', join(folder, 'web/files'));
      return 'web';
    });
    assert.equal(
      errors,
      'not readable: web: Helm chart: users is a symbolic link that leads out of the folder, and is not followed\n',
    );
    assert.equal(code, 2);
  });
});

const BASE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': deployment('web', '      hostNetwork: true\n'),
};
const overlay = (name: string, rest = '') => ({
  [`${name}/kustomization.yaml`]: `resources: [../base]\nnamePrefix: ${name}-\n${rest}`,
});
const PATCH = {
  'production/patch.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop, labels: {a: b}}\n',
};

describe('a kustomization in a folder', needsKubectl, () => {
  test('is built, once for each overlay and not for the base, and takes its patches for itself', async (t) => {
    const files = {
      ...BASE,
      ...overlay('staging'),
      ...overlay('production', 'patches: [{path: patch.yaml}]\n'),
      ...PATCH,
    };
    const { code, output, errors } = await runCheck(t, files);
    assert.deepEqual(output.match(/^Deployment .*? →/gm), [
      'Deployment shop/production-web →',
      'Deployment shop/staging-web →',
    ]);
    assert.match(output, /\n {2}error {4}production\/kustomization\.yaml {2}spec\.template\.spec\.hostNetwork: /);
    assert.match(output, /\n2 workloads checked, 2 bound for Fargate; 2 errors, 0 warnings, 0 hints\n$/);
    assert.deepEqual([code, errors], [1, '']);
  });

  test('may list its patches in the older form', async (t) => {
    const files = { ...BASE, ...overlay('production', 'patchesStrategicMerge: [patch.yaml]\n'), ...PATCH };
    const { output } = await runCheck(t, files);
    assert.match(output, /^Deployment shop\/production-web →.*\n(?: .*\n)*\n1 workload checked/);
  });

  test('that lists patches as an old kustomize does keeps them apart from the workloads, built or not', async (t) => {
    const { output } = await runCheck(t, { ...BASE, ...overlay('production', 'patches: [patch.yaml]\n'), ...PATCH });
    assert.match(output, /\n1 workload checked/);
  });

  test('that only a component belongs to is built with it, and the component not alone', async (t) => {
    const files = {
      ...BASE,
      ...overlay('production', 'components: [../off]\n'),
      'off/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: patch.yaml}]\n',
      'off/patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {hostNetwork: null}}}\n',
    };
    const { output } = await runCheck(t, files);
    assert.match(output, /\n1 workload checked, 1 bound for Fargate; 0 errors, 0 warnings, 0 hints\n$/);
  });

  for (const entry of [
    'https://example.com/web.yaml',
    'https://github.com/example/web//deploy?ref=v1',
    'github.com/example/web',
    'git@github.com:example/web.git',
  ]) {
    test(`that builds on ${entry} is not built: nothing is fetched`, async (t) => {
      const { output } = await runCheck(t, { ...BASE, ...overlay('production', `components: ["${entry}"]\n`) });
      const expected = `1 kustomization, not rendered (production: builds on ${entry}, and nothing is fetched)`;
      assert.ok(output.includes(expected), output);
    });
  }

  test('that another in a cycle builds on is counted', async (t) => {
    const files = {
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
      'c.yaml': deployment('c'),
    };
    assert.match((await runCheck(t, files)).output, /; not checked: 2 kustomizations, not built\n$/);
  });

  test('that kustomize refuses is counted with the reason, and its files are read as they are', async (t) => {
    const { code, output } = await runCheck(t, {
      ...BASE,
      'base/kustomization.yaml': 'resources: [web.yaml, none.yaml]\n',
    });
    assert.match(output, /^Deployment shop\/web → /);
    assert.match(output, /1 kustomization, not rendered \(base: kubectl: accumulating resources: .*none\.yaml/);
    assert.equal(code, 1);
  });

  test('that is an object of Flux is one of another kind', async (t) => {
    const flux = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\n';
    const { output } = await runCheck(t, { 'a/kustomization.yaml': flux, 'c.yaml': deployment('c') });
    assert.match(output, /; not checked: 1 object of another kind \(1 Kustomization\)\n$/);
  });
});

describe('a kustomization that is named', needsKubectl, () => {
  test('is built with a base outside of its folder', async (t) => {
    const folder = await temporaryFolder(t);
    for (const [name, text] of Object.entries({
      ...BASE,
      ...overlay('production'),
      'profiles.yaml': 'fargateProfileName: web\nselectors: [{namespace: shop}]\n',
    })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    for (const path of ['production', 'production/kustomization.yaml']) {
      const terminal = new FakeTerminal({ PATH });
      const code = await run(
        ['check', '-f', join(folder, path), '--profiles', join(folder, 'profiles.yaml')],
        terminal,
      );
      assert.match(terminal.output, /^Deployment shop\/production-web → /);
      assert.equal(code, 1);
    }
  });

  test('and does not build is not readable', async (t) => {
    const { code, errors } = await runCheck(t, { 'kustomization.yaml': 'resources: [none.yaml]\n' });
    assert.match(errors, /^not readable: FOLDER: kustomization: kubectl: accumulating resources: /);
    assert.equal(code, 2);
  });
});

describe('without the tool', () => {
  test('a chart and a kustomization in a folder are counted, and the rest is checked', async (t) => {
    const { code, output } = await runCheckWithout(t, { files: { ...WEB, ...BASE } });
    assert.match(output, /1 Helm chart, not rendered \(web: needs helm, which is not on the PATH\)/);
    assert.match(
      output,
      /1 kustomization, not rendered \(base: needs kustomize or kubectl, which is not on the PATH\)/,
    );
    assert.match(output, /^Deployment shop\/web → /);
    assert.equal(code, 1);
  });

  test('one that is named is not readable', async (t) => {
    const files = { 'Chart.yaml': CHART, 'templates/web.yaml': ON_HOST_NETWORK };
    const { code, errors } = await runCheckWithout(t, { files });
    assert.equal(errors, 'not readable: FOLDER: Helm chart: needs helm, which is not on the PATH\n');
    assert.equal(code, 2);
  });
});

test('values without a chart are an error', async (t) => {
  const { code, errors } = await runCheckWithout(t, { files: { 'a.yaml': deployment('a') }, flags: ['--set', 'a=1'] });
  assert.deepEqual(
    [code, errors],
    [2, 'not readable: FOLDER: holds no Helm chart, for which --values and --set are\n'],
  );
});

test('values are read from files, and never fetched', async (t) => {
  const flags = ['--values', 'https://example.com/values.yaml'];
  const { code, errors } = await runCheckWithout(t, { files: WEB, flags });
  assert.deepEqual(
    [code, errors],
    [2, '--values: https://example.com/values.yaml: cannot be read: ENOENT: no such file or directory\n'],
  );
});
