// Fetches and reads traces beside the page, which goes on drawing meanwhile.

import { readTrace } from './trace.js';

onmessage = async ({ data: { file, seconds, token, after, turn } }) => {
  try {
    const trace = readTrace(file ? await readFile(file) : await ask(seconds, token), after);
    const buffers = Object.values(trace.chunk).filter((column) => column.buffer).map((column) => column.buffer);
    postMessage({ turn, trace }, buffers);
  } catch (error) {
    postMessage({ turn, error: file ? `${file.name} is not a trace: ${error.message}.` : error.message });
  }
};

async function readFile(file) {
  const text = await file.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

async function ask(seconds, token) {
  let response;
  try {
    response = await fetch(`/api/trace/${seconds}`, { headers: { Authorization: `Bearer ${token}` }, cache: 'no-store' });
  } catch {
    throw new Error('The program does not answer.');
  }
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}
