/** The package's version, named when two copies of it meet on a page. */
export const VERSION = '0.1.0';
