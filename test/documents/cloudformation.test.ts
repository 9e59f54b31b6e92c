import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { CLOUDFORMATION } from '../../src/documents/profiles/cloudformation.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';
import type { FargateProfile } from '../../src/fargate/profile.ts';
import { checkProfile, checkRole, DEFAULT_LIMITS } from '../../src/fargate/profile-rules.ts';
import { documentsIn } from '../support/documents.ts';

describe('a CloudFormation template in YAML', () => {
  const [shop, batch] = parseProfileDocument(fixture('cloudformation.yaml')) ?? [];

  test('holds profiles, whose parameters have their defaults', () => {
    assert.deepEqual(
      [shop?.name, shop?.clusterName, shop?.selectors],
      ['cloudformation-shop', 'demo', [{ namespace: 'shop', labels: new Map([['tier', 'front']]) }]],
    );
  });

  test('leaves open what another function gives, and names it', () => {
    const selectors = 'Resources.Shop.Properties.Selectors';
    assert.deepEqual(unknownSelectorsOf(shop), [
      { namespace: '*', labels: {}, unknownFields: [`${selectors}[1].Namespace`] },
      { namespace: '*', labels: {}, unknownFields: [`${selectors}[2].Namespace`] },
    ]);
  });

  test('may make a profile, where it has a condition', () => {
    assert.deepEqual(
      [batch?.name, batch?.clusterName, batch?.selectors, unknownSelectorsOf(batch)],
      ['Batch', undefined, [], [{ namespace: 'batch', labels: {}, unknownFields: ['Resources.Batch.Condition'] }]],
    );
  });

  test('gets the findings of a profile, each at its field', () => {
    const properties = `{FargateProfileName: eks-a, Tags: [{Key: 'aws:a', Value: b}],
      Selectors: [{Namespace: a_b, Labels: [{Key: tier, Value: '!'}, {Key: x, Value: ''}]}]}`;
    assert.deepEqual(findingsOf(template(properties)), [
      ['profile-name-reserved', 'FargateProfileName'],
      ['selector-namespace-impossible', 'Selectors[0].Namespace'],
      ['label-value-impossible', 'Selectors[0].Labels[0].Value'],
      ['label-value-empty', 'Selectors[0].Labels[1].Value'],
      ['tag-key-reserved', 'Tags[0]'],
      ['pod-execution-role-required', 'PodExecutionRoleArn'],
    ]);
  });
});

describe('a value of a template', () => {
  const KNOWN: readonly (readonly [written: string, namespace: string])[] = [
    ['!Ref Given', 'shop'],
    ['{Ref: Given}', 'shop'],
    ["!Sub 'shop'", 'shop'],
    ['{Fn::Sub: shop}', 'shop'],
    ['!Ref Number', '7'],
    ['12', '12'],
    ['true', 'true'],
  ];
  for (const [written, namespace] of KNOWN) {
    test(`${written} is ${namespace}`, () => {
      assert.deepEqual(profileOf(`Namespace: ${written}`)?.selectors, [{ namespace, labels: new Map() }]);
    });
  }

  const UNKNOWN: readonly (readonly [selector: string, field: string])[] = [
    ['Namespace: !Ref NoDefault', '.Namespace'],
    ['Namespace: !Ref OtherResource', '.Namespace'],
    ['Namespace: !Ref FromSsm', '.Namespace'],
    ['Namespace: !Ref Several', '.Namespace'],
    ['Namespace: !Ref Secret', '.Namespace'],
    [`Namespace: !Sub "\${Given}-a"`, '.Namespace'],
    ['Namespace: !GetAtt A.B', '.Namespace'],
    ['Namespace: !FindInMap [A, B, C]', '.Namespace'],
    ['Namespace: "{{resolve:ssm:namespace}}"', '.Namespace'],
    ['!If [Make, {Namespace: a}, !Ref AWS::NoValue]', ''],
    ['!Transform {Name: Macro}', ''],
  ];
  for (const [selector, field] of UNKNOWN) {
    test(`is not known in ${selector}`, () => {
      const profile = profileOf(selector);
      assert.deepEqual(profile?.selectors, []);
      assert.deepEqual(unknownSelectorsOf(profile), [
        { namespace: '*', labels: {}, unknownFields: [`Resources.P.Properties.Selectors[0]${field}`] },
      ]);
    });
  }

  test('is not known in a label', () => {
    const labels = '[{Key: a, Value: b}, {Key: c, Value: !Ref NoDefault}, !Ref D, {Key: !Ref E, Value: f}]';
    assert.deepEqual(unknownSelectorsOf(profileOf(`{Namespace: shop, Labels: ${labels}}`)), [
      {
        namespace: 'shop',
        labels: { a: 'b', c: '*' },
        unknownFields: ['Labels[1].Value', 'Labels[2]', 'Labels[3].Key'].map(
          (field) => `Resources.P.Properties.Selectors[0].${field}`,
        ),
      },
    ]);
  });

  test('is left out by AWS::NoValue', () => {
    const profile = profileOf('{Namespace: shop, Labels: !Ref AWS::NoValue}');
    assert.deepEqual(profile?.selectors, [{ namespace: 'shop', labels: new Map() }]);
  });

  test('is not known where none of the properties is', () => {
    const [profile] = parseProfileDocument(template('!Transform {Name: Macro}')) ?? [];
    assert.deepEqual(unknownSelectorsOf(profile)[0]?.unknownFields, ['Resources.P.Properties.Selectors']);
  });
});

describe('labels that are a map', () => {
  test('are an error that says how CloudFormation writes them', () => {
    assert.throws(() => parseProfileDocument(template('{Selectors: [{Namespace: a, Labels: {tier: front}}]}')), {
      name: 'FieldTypeError',
      message:
        'Resources.P.Properties.Selectors[0].Labels: expected a list of Key and Value, such as [{Key: tier, Value: front}], got an object',
    });
  });
});

describe('the template that cdk synth writes', () => {
  test('holds the profiles of the older construct', () => {
    const [profile] = parseProfileDocument(fixture('cdk.template.json')) ?? [];
    assert.deepEqual(
      [profile?.name, profile?.clusterName, profile?.selectors],
      ['cdk-web', undefined, [{ namespace: 'web', labels: new Map([['tier', 'front']]) }]],
    );
  });
});

describe('a template', () => {
  test('without a Fargate profile is about other things', () => {
    const document = new Field({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    assert.equal(CLOUDFORMATION.recognizes(document), false);
    assert.equal(parseProfileDocument(document), undefined);
  });

  test('that makes profiles in a loop is refused with the command that helps', () => {
    const loop = { 'Fn::ForEach::Teams': ['Team', ['a'], { 'P${Team}': { Type: 'AWS::EKS::FargateProfile' } }] };
    assert.throws(() => parseProfileDocument(new Field({ Resources: loop })), {
      message: /^Resources\.Fn::ForEach::Teams: .* aws cloudformation get-template --template-stage Processed/,
    });
  });
});

test('a tag of CloudFormation means nothing in a Kubernetes object', () => {
  const [document] = documentsIn('kind: ConfigMap\ndata: {a: !Ref b}');
  assert.deepEqual(document?.kind === 'read' && document.root.value, { kind: 'ConfigMap', data: { a: 'b' } });
});

const PARAMETERS = `Parameters:
  Given: {Type: String, Default: shop}
  Number: {Type: Number, Default: 7}
  NoDefault: {Type: String}
  FromSsm: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a}
  Several: {Type: CommaDelimitedList, Default: "a,b"}
  Secret: {Type: String, Default: a, NoEcho: true}
`;

function template(properties: string): Field {
  const [document] = documentsIn(
    `${PARAMETERS}Resources:\n  P:\n    Type: AWS::EKS::FargateProfile\n    Properties: ${properties}\n`,
  );
  assert.ok(document?.kind === 'read');
  return document.root;
}

function unknownSelectorsOf(profile: FargateProfile | undefined) {
  return (profile?.unknownSelectors ?? []).map(({ namespace, labels, unknownFields }) => ({
    namespace,
    labels: Object.fromEntries(labels),
    unknownFields: unknownFields.map(String),
  }));
}

/** `selector`: a map in YAML, in one line. */
function profileOf(selector: string): FargateProfile | undefined {
  const inline = /^[{!]/.test(selector) ? selector : `{${selector}}`;
  return parseProfileDocument(template(`{FargateProfileName: p, Selectors: [${inline}]}`))?.[0];
}

function findingsOf(document: Field): readonly (readonly [code: string, field: string])[] {
  const [described] = CLOUDFORMATION.read(document);
  assert.ok(described);
  const findings = [...checkProfile(described.spec, DEFAULT_LIMITS), ...checkRole(described.spec)];
  return findings.map(({ code, field }) => [code, String(field).replace('Resources.P.Properties.', '')]);
}

function fixture(name: string): Field {
  const text = readFileSync(new URL(`../fixtures/profiles/${name}`, import.meta.url), 'utf8');
  const [document] = documentsIn(text);
  assert.ok(document?.kind === 'read');
  return document.root;
}
