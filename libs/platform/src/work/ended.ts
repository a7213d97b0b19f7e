/** Resolves when all of them have ended. One that fails holds no other up. @throws the first failure, in their order */
export async function ended(works: readonly Promise<unknown>[]): Promise<void> {
  const failure = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
}
