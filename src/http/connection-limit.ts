import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** How many connections a port takes, and which of them makes room for the next. */
export interface ConnectionLimit {
  /** Counts the server's connections from now on, and closes the one that is due for each that is too many. */
  hold(server: Server | TlsServer): void;
  /** A call has come on this connection. */
  onCall(socket: Socket): void;
  open(): number;
  /** How many have been closed to make room, since the start. */
  closed(): number;
}

/**
 * At the limit each new connection closes the one whose last call came longest ago; one without a call counts from its
 * start. So no client can keep others out by opening connections, nor by sending half a call on each.
 */
export function createConnectionLimit(max: number): ConnectionLimit {
  // Sets keep their order: the one that is due comes first.
  const sockets = new Set<Socket>();
  const handshakes = new Map<string, Socket>();
  let closed = 0;

  function add(socket: Socket): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (sockets.size <= max) return;
    const [due] = sockets;
    if (due === undefined) return;
    closed += 1;
    sockets.delete(due);
    due.destroy();
  }

  /** A server of TLS shows a connection as it is accepted, and then the one that it makes of it: which, only the address says. */
  function addHandshake(socket: Socket): void {
    const address = addressOf(socket);
    handshakes.set(address, socket);
    socket.once('close', () => {
      if (handshakes.get(address) === socket) handshakes.delete(address);
    });
    add(socket);
  }

  function endHandshake(socket: Socket): void {
    const address = addressOf(socket);
    const accepted = handshakes.get(address);
    handshakes.delete(address);
    if (accepted !== undefined) sockets.delete(accepted);
    add(socket);
  }

  return {
    hold: (server) => {
      server.on('connection', 'setSecureContext' in server ? addHandshake : add);
      server.on('secureConnection', endHandshake);
    },
    onCall: (socket) => {
      if (sockets.delete(socket)) sockets.add(socket);
    },
    open: () => sockets.size,
    closed: () => closed,
  };
}

function addressOf({ localAddress, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${remoteAddress} ${remotePort}`;
}
