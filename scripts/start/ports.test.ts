import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { checkPorts, PortUnavailable, readPorts } from './ports.ts';

describe('ports', () => {
  test('stand at documented places, move together, or are all free', () => {
    expect(readPorts({})).toEqual({
      api: 3000,
      portal: 3001,
      app: 3002,
      sandboxSocket: 7780,
      sandboxControl: 7781,
    });
    expect(readPorts({ PORT: '4000', APP_PORT: '5000' })).toMatchObject({
      api: 4000,
      portal: 4001,
      app: 5000,
    });
    expect(Object.values(readPorts({ PORT: '0' }))).toEqual([0, 0, 0, 0, 0]);
  });

  test('refuse what is no port', () => {
    expect(() => readPorts({ PORT: 'http' })).toThrow('PORT=http');
    expect(() => readPorts({ APP_PORT: '70000' })).toThrow(PortUnavailable);
    expect(() => readPorts({ PORT: '65535' })).toThrow('PORTAL_PORT=65536');
  });

  test('name the one that somebody else holds, and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const free = readPorts({ PORT: '0' });
    await expect(checkPorts({ ...free, portal: port })).rejects.toThrow(
      new RegExp(`Port ${port} \\(portal\\) is already in use[^]*PORT=0`),
    );
    holder.close();
  });

  test('wait for one that is about to be free', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const checked = checkPorts({ ...readPorts({ PORT: '0' }), api: port });
    holder.close();
    await expect(checked).resolves.toBeUndefined();
  });

  test('cannot be given twice', async () => {
    const free = readPorts({ PORT: '0' });
    await expect(checkPorts({ ...free, api: 45_001, app: 45_001 })).rejects.toThrow('two listeners');
  });
});
