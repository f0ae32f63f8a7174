import { authorization } from "../access/token";

/** Has the browser save what it holds as a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  saveFrom(url, name);
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}

/**
 * Has the browser save what the server sends from an address. The browser does
 * so by itself, however much it is; only where a token has to be sent is it held
 * in memory first. Throws where it does not arrive.
 */
export async function saveFromServer(address: string, name: string): Promise<void> {
  const headers = authorization();
  if (Object.keys(headers).length === 0) {
    saveFrom(address, name);
    return;
  }
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(await response.text());
  save(name, await response.blob());
}

function saveFrom(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
