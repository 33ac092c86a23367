import { setTimeout as sleep } from 'node:timers/promises';
import { sessionLimits } from '../server/src/sessions/limits.ts';
import type { Fault } from './fault.ts';

/** What happens to programs and machines. */
export const machineFaults: readonly Fault[] = [
  {
    name: 'server kill -9',
    length: 'short',
    async strike(world, dice) {
      await world.killServer(dice.between(0, world.gateways - 1), dice.between(0, 1_000));
    },
  },
  {
    name: 'all servers kill -9',
    length: 'short',
    async strike(world) {
      await Promise.all(Array.from({ length: world.gateways }, (_, index) => world.killServer(index, 0)));
    },
  },
  {
    name: 'server deployed anew',
    length: 'short',
    async strike(world, dice) {
      await world.deployServer(dice.between(0, world.gateways - 1));
    },
  },
  {
    name: 'server stalls, and goes on',
    length: 'short',
    async strike(world, dice) {
      await world.stallServer(dice.between(0, world.gateways - 1), dice.between(500, 4_000));
    },
  },
  {
    name: 'two owners of a session',
    length: 'long',
    missing: (world) => (world.gateways < 2 ? 'it takes two servers' : undefined),
    async strike(world, dice) {
      const beyond = sessionLimits.leaseMs + dice.between(2_000, 6_000);
      await world.stallServer(dice.between(0, world.gateways - 1), beyond);
      await sleep(1_000);
    },
  },
  {
    name: 'network kill -9',
    length: 'short',
    async strike(world, dice) {
      await world.killNetwork(dice.between(0, 1_500));
    },
  },
  {
    name: 'database restarted',
    length: 'short',
    async strike(world) {
      await world.database.goneFor(0);
    },
  },
  {
    name: 'database kill -9',
    length: 'short',
    async strike(world) {
      await world.database.crash();
    },
  },
  {
    name: 'database gone for long',
    length: 'long',
    async strike(world, dice) {
      await world.database.goneFor(dice.between(10_000, 25_000));
    },
  },
  {
    name: 'every commit takes 300 ms',
    length: 'short',
    async strike(world, dice) {
      await world.database.slowCommits(300);
      await sleep(dice.between(2_000, 4_000));
      await world.database.slowCommits(0);
    },
  },
  {
    name: 'Redis restarted',
    length: 'short',
    missing: (world) => (world.redis ? undefined : 'there is no redis-server'),
    async strike(world, dice) {
      await world.redis!.kill();
      await sleep(dice.between(0, 1_500));
      await world.redis!.start();
    },
  },
  {
    name: 'disk full for media',
    length: 'short',
    missing: (world) => (world.disk ? undefined : 'mounting a small disk takes root on Linux'),
    async strike(world, dice) {
      world.disk!.fill();
      await sleep(dice.between(1_500, 3_000));
      world.disk!.empty();
    },
  },
];
