import type { components } from '../http/contract.gen.ts';

/** How a session works, as a person set it; the contract's SessionSettings. */
export type SessionSettings = components['schemas']['SessionSettings'];
/** A change of them: what is left out stays. */
export type SettingsChange = Omit<
  NonNullable<components['schemas']['UpdateSessionRequest']['settings']>,
  'proxy'
>;

/** What holds until a person says otherwise: nothing is paced, calls ring, and the phone goes on ringing. */
export const defaultSettings: SessionSettings = {
  proxy: null,
  calls: { reject: false, text: null },
  pacing: { perMinute: null, minPauseMs: 0, maxPauseMs: 0, typing: false, replies: false },
  appearOnline: false,
};

/** The settings of a session from what is stored of them. */
export function settingsOf(stored: Partial<SessionSettings>): SessionSettings {
  return {
    proxy: stored.proxy ?? defaultSettings.proxy,
    calls: { ...defaultSettings.calls, ...stored.calls },
    pacing: { ...defaultSettings.pacing, ...stored.pacing },
    appearOnline: stored.appearOnline ?? defaultSettings.appearOnline,
  };
}

/** The settings after a change. */
export function changeSettings(settings: SessionSettings, change: SettingsChange): SessionSettings {
  return {
    ...settings,
    calls: { ...settings.calls, ...change.calls },
    pacing: { ...settings.pacing, ...change.pacing },
    appearOnline: change.appearOnline ?? settings.appearOnline,
  };
}
