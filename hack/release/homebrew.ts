import { type Archive, archivesOf, type Release } from './archives.ts';

/** Systems and processors as a formula names them. */
const SYSTEMS = { macos: 'darwin', linux: 'linux' } as const;
const PROCESSORS = { arm: 'arm64', intel: 'amd64' } as const;

/**
 * The formula of a tap. Source: Homebrew, "Formula Cookbook" (docs.brew.sh/Formula-Cookbook).
 * @throws ReleaseError where an archive has no checksum.
 */
export function homebrewFormula(release: Release): string {
  const archives = archivesOf(release);
  const systems = Object.entries(SYSTEMS).map(([name, os]) => {
    const own = archives.filter(({ platform }) => platform.os === os);
    return block(`on_${name}`, processors(own), '  ');
  });
  return `class FargateAdmission < Formula
  desc "Predict which pods run on Amazon EKS Fargate"
  homepage "${release.repository}"
  version "${release.version}"
  license "Apache-2.0"

${systems.join('\n\n')}

  def install
    bin.install "fargate-admission"
    bin.install_symlink bin/"fargate-admission" => "kubectl-fargate"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/fargate-admission --version")
  end
end
`;
}

function processors(archives: readonly Archive[]): string {
  const blocks = Object.entries(PROCESSORS).flatMap(([name, arch]) => {
    const archive = archives.find(({ platform }) => platform.arch === arch);
    if (archive === undefined) return [];
    return [block(`on_${name}`, `      url "${archive.url}"\n      sha256 "${archive.sha256}"`, '    ')];
  });
  return blocks.join('\n');
}

function block(name: string, body: string, indentation: string): string {
  return `${indentation}${name} do\n${body}\n${indentation}end`;
}
