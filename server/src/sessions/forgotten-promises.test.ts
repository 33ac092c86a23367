import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { holdForgottenPromises } from './forgotten-promises.ts';

test('rejections of async listeners are told, and all listeners go on hearing in their order', async () => {
  const emitter = new EventEmitter();
  const heard: string[] = [];
  emitter.on('frame', () => heard.push('first'));
  const forgotten = async (name: string): Promise<void> => {
    heard.push(name);
    await Promise.resolve();
    throw new Error('the connection is gone');
  };
  emitter.on('frame', forgotten as (name: string) => void);
  emitter.on('frame', () => heard.push('last'));
  const told = new Promise<[unknown, string]>((resolve) =>
    holdForgottenPromises(emitter, (error, event) => resolve([error, event])),
  );
  expect(emitter.emit('frame', 'second')).toBe(true);
  expect(heard).toEqual(['first', 'second', 'last']);
  const [error, event] = await told;
  expect({ error: (error as Error).message, event }).toEqual({
    error: 'the connection is gone',
    event: 'frame',
  });
});
