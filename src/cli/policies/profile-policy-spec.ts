import { readShippedFile } from '../../runtime/shipped-file.ts';

/** The policy of the overlay validating-admission-policy, which is a copy of this file. */
const FILE = 'cli/policies/assets/profile-policy.yaml';

/** Loads the parser of YAML only here: every command reads the flags of this one, `serve` too. */
export async function readProfilePolicySpec(): Promise<object> {
  const { readDocuments } = await import('../../documents/text/read-documents.ts');
  for await (const document of readDocuments(readShippedFile(FILE), { repeatedKeys: 'refused' })) {
    const spec = document.kind === 'read' ? document.root.get('spec').value : undefined;
    if (typeof spec === 'object' && spec !== null) return spec;
  }
  throw new Error(`${FILE} holds no policy`);
}
