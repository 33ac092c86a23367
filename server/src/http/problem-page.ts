import type { FastifyRequest } from 'fastify';
import type { Application } from '../application.ts';
import { brandLookOf } from '../branding/brand-look.ts';
import { renderErrorPage } from '../branding/error-page.ts';
import { accountOfHost } from '../branding/routes.ts';
import type { ProblemPage } from './answer-problems.ts';
import type { Problem } from './problem.ts';

/** The page of a problem in the look of the host's account; in the neutral one when that can't be read now. */
export async function makeProblemPage(
  app: Pick<Application, 'database'>,
  problem: Problem,
  request: FastifyRequest,
): Promise<ProblemPage> {
  const account = await accountOfHost(app, request.host).catch(() => null);
  return renderErrorPage({
    problem,
    look: brandLookOf(account),
    logoUrl: account?.branding.logoUrl ?? null,
    acceptLanguage: request.headers['accept-language'],
    requestId: request.id,
  });
}
