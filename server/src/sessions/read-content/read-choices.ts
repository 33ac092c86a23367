import type { proto } from '@whiskeysockets/baileys';
import { cutText } from '../../inbox/cut-text.ts';
import { sessionLimits } from '../limits.ts';

interface Option {
  label: string | null | undefined;
  description?: string | null | undefined;
}

/** The contract's TextContent. */
interface ChoicesText {
  [more: string]: unknown;
  type: 'text';
  text: string;
}

/** A list or buttons that another business offers: its text, with what can be chosen. Null for any other message. */
export function readChoices(message: proto.IMessage): ChoicesText | null {
  const { listMessage: list, buttonsMessage: buttons, interactiveMessage: interactive } = message;
  if (list)
    return compose({
      text: list.description || list.title,
      title: list.description ? list.title : null,
      footer: list.footerText,
      button: list.buttonText,
      options: (list.sections ?? [])
        .flatMap((section) => section.rows ?? [])
        .map((row) => ({ label: row.title, description: row.description })),
    });
  if (buttons)
    return compose({
      text: buttons.contentText || buttons.text,
      title: buttons.contentText ? buttons.text : null,
      footer: buttons.footerText,
      options: (buttons.buttons ?? []).map((button) => ({ label: button.buttonText?.displayText })),
    });
  const template =
    message.templateMessage?.hydratedTemplate ?? message.templateMessage?.hydratedFourRowTemplate;
  if (template)
    return compose({
      text: template.hydratedContentText || template.hydratedTitleText,
      title: template.hydratedContentText ? template.hydratedTitleText : null,
      footer: template.hydratedFooterText,
      options: (template.hydratedButtons ?? []).map((button) => ({
        label:
          button.quickReplyButton?.displayText ??
          button.urlButton?.displayText ??
          button.callButton?.displayText,
      })),
    });
  if (interactive)
    return compose({
      text: interactive.body?.text || interactive.header?.title,
      title: interactive.body?.text ? interactive.header?.title : null,
      footer: interactive.footer?.text,
      options: (interactive.nativeFlowMessage?.buttons ?? []).map((button) => ({
        label: labelIn(button.buttonParamsJson),
      })),
    });
  return null;
}

/** What somebody chose from a list or buttons: a text. Null for any other message. */
export function readReply(message: proto.IMessage): ChoicesText | null {
  const text =
    message.buttonsResponseMessage?.selectedDisplayText ||
    message.templateButtonReplyMessage?.selectedDisplayText ||
    message.listResponseMessage?.title ||
    message.interactiveResponseMessage?.body?.text;
  return text ? { type: 'text', text: cutText(text, sessionLimits.textLength) } : null;
}

function compose(parts: {
  text: string | null | undefined;
  title?: string | null | undefined;
  footer?: string | null | undefined;
  button?: string | null | undefined;
  options: Option[];
}): ChoicesText | null {
  const options = parts.options.slice(0, sessionLimits.choices).flatMap(({ label, description }) =>
    label
      ? {
          label: cutText(label, 200),
          ...(description ? { description: cutText(description, 300) } : {}),
        }
      : [],
  );
  if (!parts.text && options.length === 0) return null;
  return {
    type: 'text',
    text: cutText(parts.text ?? '', sessionLimits.textLength),
    choices: {
      ...(parts.title ? { title: cutText(parts.title, 200) } : {}),
      ...(parts.footer ? { footer: cutText(parts.footer, 200) } : {}),
      ...(parts.button ? { button: cutText(parts.button, 100) } : {}),
      options,
    },
  };
}

/** The label in the JSON that describes a button of a native flow. */
function labelIn(json: string | null | undefined): string | null {
  try {
    const parsed = JSON.parse(json ?? '') as { display_text?: unknown } | null;
    return typeof parsed?.display_text === 'string' ? parsed.display_text : null;
  } catch {
    return null;
  }
}
