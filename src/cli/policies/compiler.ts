import type { ProfileSet } from '../../fargate/profile-set.ts';
import { compilePolicies } from '../../policies/compile.ts';
import { findsNearMisses, MAX_NEAR_MISS_PAIRS } from '../../policies/near-miss-rule.ts';
import type { PolicyObject } from '../../policies/policy-object.ts';
import { readShippedFile } from '../../runtime/shipped-file.ts';
import type { PoliciesRequest } from './request.ts';

/** Compiles policies by these options. `note` gets what they leave out because of the profiles, on one line. */
export async function createCompiler(
  options: PoliciesRequest['options'],
  note: (text: string) => void,
): Promise<(profiles: ProfileSet) => readonly PolicyObject[]> {
  const profilePolicySpec = await readProfilePolicySpec();
  return (profiles) => {
    if (options.parts.has('warn') && !findsNearMisses(profiles)) {
      note(`near-miss is not compiled: the profiles have more than ${MAX_NEAR_MISS_PAIRS} label pairs`);
    }
    return compilePolicies(profiles, { ...options, profilePolicySpec });
  };
}

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
