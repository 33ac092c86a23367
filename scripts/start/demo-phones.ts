/** A simulated phone of the demo. `number` is digits only, as the network knows it. */
export interface DemoPhone {
  number: string;
  name: string;
}

/** The businesses' own phones, which scan the pairing code, and customers who write to them. */
export const demoPhones: DemoPhone[] = [
  { number: '5511990000001', name: 'Clínica Sol' },
  { number: '5521990000002', name: 'Loja Mar' },
  { number: '5511990000148', name: 'Marina Azevedo' },
  { number: '5511990000259', name: 'Joaquim Prates' },
  { number: '5521990000473', name: 'Caio Fontoura' },
];

/** Puts the demo's phones on the simulated network; those that are there already stay as they are. */
export async function makeDemoPhones(sandboxUrl: string): Promise<void> {
  for (const phone of demoPhones) {
    const response = await fetch(`${sandboxUrl}/phones`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization() },
      body: JSON.stringify(phone),
    });
    if (!response.ok) {
      throw new Error(
        `The simulator refused the phone ${phone.number}: ${response.status} ${await response.text()}`,
      );
    }
  }
}

function authorization(): Record<string, string> {
  const { SANDBOX_TOKEN } = process.env;
  return SANDBOX_TOKEN ? { authorization: `Bearer ${SANDBOX_TOKEN}` } : {};
}
