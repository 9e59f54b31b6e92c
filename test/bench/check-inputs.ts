import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `check` is measured on, always the same. */
export interface CheckInput {
  readonly name: string;
  readonly path: string;
  readonly files: readonly string[];
}

const FILES = 200;
const DEPLOYMENTS_IN_A_FILE = 50;
/** As much text as a large repository of manifests has. */
const REPOSITORY_BYTES = 25_000_000;

export async function writeCheckInputs(folder: string): Promise<readonly CheckInput[]> {
  return [
    await writeInput(folder, 'one Deployment', [deployment(0)]),
    await writeInput(folder, '10,000 Deployments in 200 files', Array.from({ length: FILES }, deploymentsOf)),
    await writeInput(folder, '25 MB of YAML', [...repository()]),
  ];
}

async function writeInput(folder: string, name: string, texts: readonly string[]): Promise<CheckInput> {
  const path = join(folder, name.replaceAll(/\W+/g, '-'));
  await mkdir(path);
  const files = texts.map((_, index) => join(path, `${String(index).padStart(5, '0')}.yaml`));
  await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
  return { name, path, files };
}

function deploymentsOf(_: unknown, file: number): string {
  const first = file * DEPLOYMENTS_IN_A_FILE;
  return Array.from({ length: DEPLOYMENTS_IN_A_FILE }, (_element, index) => deployment(first + index)).join('---\n');
}

/** Of ten files one holds a workload, and the others settings, Services and the long schemas of definitions. */
function* repository(): Generator<string> {
  for (let bytes = 0, index = 0; bytes < REPOSITORY_BYTES; index += 1) {
    const text = index % 10 === 0 ? deployment(index) : index % 2 === 0 ? configMap(index) : definition(index);
    bytes += text.length;
    yield text;
  }
}

function deployment(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  namespace: shop-${index % 20}
  labels:
    app.kubernetes.io/name: web-${index}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: web-${index}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web-${index}
        tier: front
    spec:
      serviceAccountName: web
      containers:
        - name: app
          image: registry.example.com/shop/web:1.${index % 30}.0
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: "info"
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          resources:
            requests: {cpu: 250m, memory: 256Mi}
            limits: {cpu: 500m, memory: 512Mi}
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          configMap:
            name: web-${index}
`;
}

function configMap(index: number): string {
  const lines = Array.from(
    { length: 60 },
    (_, line) => `    setting.${line} = value ${index + line} # of the application\n`,
  );
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: web-${index}
data:
  LOG_LEVEL: "info"
  application.properties: |
${lines.join('')}---
apiVersion: v1
kind: Service
metadata:
  name: web-${index}
spec:
  selector:
    app.kubernetes.io/name: web-${index}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function definition(index: number): string {
  const properties = Array.from(
    { length: 120 },
    (_, property) => `                field${property}:
                  description: What the operator does with field ${property}, in a sentence that is as long as usual.
                  type: string
                  maxLength: ${property + 1}
`,
  );
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets${index}.example.com
spec:
  group: example.com
  names:
    kind: Widget${index}
    plural: widgets${index}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${properties.join('')}`;
}
