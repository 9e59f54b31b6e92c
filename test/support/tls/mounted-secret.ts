import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Pair } from '../../../src/tls/certificate.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface MountedSecret {
  readonly certificatePath: string;
  readonly keyPath: string;
  /** Swaps all files at once, as the kubelet does. */
  swap(pair: Pair): Promise<void>;
}

/** A folder in which a Secret of type kubernetes.io/tls is mounted, for one test. */
export async function mountedSecret(t: TestContext, pair: Pair): Promise<MountedSecret> {
  const folder = await temporaryFolder(t);
  let version = 0;
  async function swap({ certificatePem, keyPem }: Pair): Promise<void> {
    version += 1;
    await mkdir(join(folder, `..${version}`));
    await writeFile(join(folder, `..${version}`, 'tls.crt'), certificatePem);
    await writeFile(join(folder, `..${version}`, 'tls.key'), keyPem);
    await symlink(`..${version}`, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
  }
  await swap(pair);
  for (const name of ['tls.crt', 'tls.key']) await symlink(`..data/${name}`, join(folder, name));
  return { certificatePath: join(folder, 'tls.crt'), keyPath: join(folder, 'tls.key'), swap };
}
