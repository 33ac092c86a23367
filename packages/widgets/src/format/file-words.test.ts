import { describe, expect, it } from 'vitest';
import { durationOf } from './duration.ts';
import { fileSizeOf, fileTypeOf, shownFileName } from './file-words.ts';

describe('file words', () => {
  it.each([
    [0, '0:00'],
    [8_400, '0:08'],
    [42_000, '0:42'],
    [725_000, '12:05'],
    [3_723_000, '1:02:03'],
  ])('%i ms is %s', (ms, shown) => expect(durationOf(ms)).toBe(shown));

  it.each([
    [512, '512 bytes'],
    [248_000, '248 kB'],
    [999_600, '1 MB'],
    [1_240_000, '1,2 MB'],
    [104_857_600, '105 MB'],
  ])('%i bytes are %s', (bytes, shown) => expect(fileSizeOf(bytes, 'pt-BR').replace(/\s/g, ' ')).toBe(shown));

  it('names a type by the ending, else by the type', () => {
    expect(fileTypeOf({ fileName: 'pedido-exame.pdf', mimeType: 'application/octet-stream' })).toBe('PDF');
    expect(fileTypeOf({ fileName: null, mimeType: 'audio/mpeg' })).toBe('MPEG');
    expect(fileTypeOf({ fileName: 'sem ponto', mimeType: 'x' })).toBe('');
  });

  it('C33: shows the real ending of a name that turns round', () => {
    expect(shownFileName('fatura_\u202Efdp.exe')).toBe('fatura_fdp.exe');
    expect(fileTypeOf({ fileName: 'fatura_\u202Efdp.exe', mimeType: 'application/pdf' })).toBe('EXE');
    expect(shownFileName('orçamento (2)\n.pdf')).toBe('orçamento (2).pdf');
  });
});
