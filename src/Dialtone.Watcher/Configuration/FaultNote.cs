namespace Dialtone.Watcher.Configuration;

/// <summary>
/// Keeps the first fault that a reader comes upon; what it reads afterwards does not matter any more.
/// </summary>
internal sealed class FaultNote
{
    public ConfigurationFault? First { get; private set; }

    public void Note(string path, string what) => First ??= new(path, what);
}
