import { Problem } from './problem.ts';

/** The ETag of a revision: `"7"`. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** Throws 412 unless `If-Match` names this revision, or is `*`. */
export function demandRevision(ifMatch: string | null, revision: number): void {
  if (ifMatch === '*' || ifMatch === etagOf(revision)) return;
  throw new Problem({
    status: 412,
    code: 'revision_conflict',
    detail: `It was changed since you read it and is at revision ${revision} now. Read it again.`,
    headers: { etag: etagOf(revision) },
  });
}
