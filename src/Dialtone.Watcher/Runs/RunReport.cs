namespace Dialtone.Watcher.Runs;

/// <summary>The whole report of a run, each part compressed by gzip (RFC 1952) as it is kept and sent.</summary>
/// <param name="Page">The page of the transaction, HTML.</param>
/// <param name="Data">The result as data, JSON.</param>
public sealed record RunReport(ReadOnlyMemory<byte> Page, ReadOnlyMemory<byte> Data);
