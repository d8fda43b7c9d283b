using Dialtone.Core.Journal;
using Dialtone.Core.Net;

namespace Dialtone.Core.Findings;

/// <summary>Certificates that a server showed.</summary>
/// <param name="Entry">The entry that has them.</param>
/// <param name="Facts">The certificates.</param>
/// <param name="Clock">The clock of this machine at that time.</param>
/// <param name="IsWeb">Whether it is a web server; else a Registrar.</param>
internal readonly record struct ShownChain(JournalEntry Entry, TlsFacts Facts, DateTimeOffset Clock, bool IsWeb);
