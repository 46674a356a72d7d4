// Dialogues as JSON lines: {"id","lang","turns":[{"from":"visitor"|"agent","t":seconds since the first turn,"text"}]}.
import { readFileSync } from 'node:fs';

const codePointsMax = 4_000;

function wrongTurn(turn, before) {
  if (turn === null || typeof turn !== 'object') return 'a turn that is not an object';
  if (turn.from !== 'visitor' && turn.from !== 'agent')
    return 'a turn whose "from" is neither "visitor" nor "agent"';
  if (typeof turn.t !== 'number' || !(turn.t >= before))
    return 'a turn whose "t" is not a number that never decreases';
  if (typeof turn.text !== 'string' || turn.text.length === 0) return 'a turn without "text"';
  if ([...turn.text].length > codePointsMax) return `a "text" of more than ${codePointsMax} characters`;
  if (turn.text.includes('\0') || !turn.text.isWellFormed())
    return 'a "text" with U+0000 or half a character';
  return null;
}

/** Null, or why this is not a dialogue. */
function wrongDialogue(dialogue) {
  if (dialogue === null || typeof dialogue !== 'object' || Array.isArray(dialogue)) return 'not an object';
  if (dialogue.lang !== 'fr' && dialogue.lang !== 'en') return '"lang" is neither "fr" nor "en"';
  if (!Array.isArray(dialogue.turns) || dialogue.turns.length === 0)
    return '"turns" is not a list with turns in it';
  let before = 0;
  for (const turn of dialogue.turns) {
    const wrong = wrongTurn(turn, before);
    if (wrong) return wrong;
    before = turn.t;
  }
  if (!dialogue.turns.some((turn) => turn.from === 'visitor')) return 'the visitor says nothing';
  return null;
}

/** {dialogues, wrong: [{line, why}]}: bad lines are named and left out. Throws when the file cannot be read. */
export function readDialogues(file) {
  const found = { dialogues: [], wrong: [] };
  const lines = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    let dialogue = null;
    let why = null;
    try {
      dialogue = JSON.parse(text);
      why = wrongDialogue(dialogue);
    } catch (error) {
      why = `not JSON (${error.message})`;
    }
    if (why) found.wrong.push({ line: index + 1, why });
    else
      found.dialogues.push({
        id: String(dialogue.id ?? index + 1),
        lang: dialogue.lang,
        turns: dialogue.turns,
      });
  });
  return found;
}

/** A conversation starts with the visitor: an agent who speaks first in the file says it once he has joined. */
export function visitorFirst(turns) {
  const first = turns.findIndex((turn) => turn.from === 'visitor');
  const start = { ...turns[first], t: 0 };
  return [start, ...turns.slice(0, first), ...turns.slice(first + 1)];
}
