import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';

/** The serial number of the certificate that a new connection is shown. */
export async function servedSerial(port: number): Promise<string | undefined> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const serial = socket.getPeerX509Certificate()?.serialNumber;
  socket.destroy();
  return serial;
}

export function serialOf(certificatePem: string): string {
  return new X509Certificate(certificatePem).serialNumber;
}
