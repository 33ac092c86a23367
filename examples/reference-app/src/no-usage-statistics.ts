/** Stands in for the router's usage statistics: reports nothing. */
export function usageStatistics(): void {}
