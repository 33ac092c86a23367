import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What an account knows about the numbers its people type. */
export interface NumberHabits {
  /** ISO 3166 country of the account, such as BR. */
  country: string;
  /** The area code of numbers that are typed without one, or null. */
  areaCode: string | null;
}

export type ParsedNumber =
  | { number: string }
  /** `no_area_code`: a local number, and the account has no area code of its own; `not_a_number`: anything else. */
  | { refused: 'no_area_code' | 'not_a_number' };

/** Trunk zero, then a carrier's two digits, then area code and number: how long-distance calls are dialled in Brazil. */
const BRAZILIAN_CARRIER_PREFIX = /^0(\d{2})(\d{2}\d{8,9})$/;

/**
 * Reads a number as a person of the account writes it and answers E.164. It only completes what was left out (country,
 * area code) and takes away what is dialled but not part of the number (trunk zero, carrier). It never adds or removes
 * a digit of the number itself, such as Brazil's ninth: which spelling exists, only the network knows.
 */
export function parseNumber(text: string, habits: NumberHabits): ParsedNumber {
  const trimmed = text.trim();
  if (!/^[+\d\s().\-/]+$/.test(trimmed)) return { refused: 'not_a_number' };
  // "+55 (0) 11 …": the zero in brackets is dialled only within the country.
  const international = trimmed.startsWith('+');
  const digits = (international ? trimmed.replace('(0)', '') : trimmed).replaceAll(/\D/g, '');
  if (digits.length < 6 || digits.length > 20) return { refused: 'not_a_number' };
  if (international) return checked(`+${digits}`);
  const country = isSupportedCountry(habits.country) ? habits.country : 'BR';
  return country === 'BR' ? parseBrazilian(digits, habits.areaCode) : parseNational(digits, country, habits);
}

/**
 * 55 is both the country and an area code, and 81 or 33 look like other countries: without a plus, length decides. Ten or
 * eleven digits are area code and number; two more with 55 in front are the country's.
 */
function parseBrazilian(digits: string, areaCode: string | null): ParsedNumber {
  if ((digits.length === 12 || digits.length === 13) && digits.startsWith('55')) return checked(`+${digits}`);
  const withCarrier = BRAZILIAN_CARRIER_PREFIX.exec(digits);
  if (withCarrier) return checked(`+55${withCarrier[2]}`);
  const national = digits.replace(/^0/, '');
  if (national.length === 10 || national.length === 11) return checked(`+55${national}`);
  if (national.length === 8 || national.length === 9)
    return areaCode ? checked(`+55${areaCode}${national}`) : { refused: 'no_area_code' };
  return { refused: 'not_a_number' };
}

function parseNational(digits: string, country: CountryCode, habits: NumberHabits): ParsedNumber {
  const asWritten = parsePhoneNumberFromString(digits, country);
  if (asWritten?.isValid()) return { number: asWritten.number };
  if (habits.areaCode) {
    const completed = parsePhoneNumberFromString(habits.areaCode + digits, country);
    if (completed?.isValid()) return { number: completed.number };
  }
  if (asWritten && !asWritten.isPossible())
    return { refused: habits.areaCode ? 'not_a_number' : 'no_area_code' };
  return asWritten ? { number: asWritten.number } : { refused: 'not_a_number' };
}

/** Possible is enough: numbering plans grow, and a Brazilian mobile without its ninth digit may be the one that exists. */
function checked(e164: string): ParsedNumber {
  const parsed = parsePhoneNumberFromString(e164);
  return parsed?.isPossible() && parsed.number === e164 ? { number: e164 } : { refused: 'not_a_number' };
}
