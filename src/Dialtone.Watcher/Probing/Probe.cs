using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Probing;

/// <summary>Runs what is described, once.</summary>
/// <param name="settings">What is run.</param>
/// <param name="name">Whose memory it uses, where it has one: the name of the check.</param>
/// <param name="limit">After which it is given up.</param>
/// <param name="cancellationToken">Gives up earlier: the watcher stops.</param>
public delegate Task<ProbeResult> Probe(
    ProbeSettings settings, string name, TimeSpan limit, CancellationToken cancellationToken);
