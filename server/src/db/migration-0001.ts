import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

/** The tables of the first version. */
export class Migration0001 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
  }
}
