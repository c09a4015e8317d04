/** Resolves when a TCP connection to the host of `url` could be made, and closes it again. */
export async function connectTcp(url: URL, signal: AbortSignal): Promise<void> {
  const connection = await Deno.connect({
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
    signal,
  });
  connection.close();
}
