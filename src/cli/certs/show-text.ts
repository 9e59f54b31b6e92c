import type { CertificateDescription } from '../../tls/trust.ts';
import { printable } from '../shared/terminal-text.ts';

export function renderCertificates(certificates: readonly CertificateDescription[]): string {
  return certificates.map(describe).join('\n');
}

function describe(certificate: CertificateDescription): string {
  const { subject, names, issuer, serialNumber, notBefore, notAfter, sha256 } = certificate;
  const lines = [
    ['subject', subject],
    ['names', names.length === 0 ? 'none' : names.join(', ')],
    ['issuer', issuer],
    ['serial', serialNumber],
    ['valid', `${notBefore} to ${notAfter}, ${timeLeft(certificate)}`],
    ['SHA-256', sha256],
  ] as const;
  return lines.map(([label, text]) => `${label.padEnd(8)} ${printable(text)}\n`).join('');
}

function timeLeft({ daysLeft }: CertificateDescription): string {
  if (daysLeft < 0) return 'expired';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}
