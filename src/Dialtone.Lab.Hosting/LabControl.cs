using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// Talks to a lab that runs in another process, over a Unix domain socket in its directory (<c>AF_UNIX</c>, which
/// Windows has too). One wish a connection: a line <c>list</c>, <c>on NAME</c>, <c>off NAME</c> or <c>presence USER
/// WORD NOTE</c>, answered by a line <c>ok</c> and a line for each fault that is on then, or by a line <c>no</c> and
/// why.
/// </summary>
public static class LabControl
{
    /// <summary>The longest wish, in bytes.</summary>
    public const int WishBytesMax = 256;

    /// <summary>The longest answer, in bytes.</summary>
    public const int AnswerBytesMax = 65_536;

    internal const string DirectoryPrefix = "dialtone-lab-";

    private const string SocketName = "control";

    private const UnixFileMode OwnerAlone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>How long one side waits for the other.</summary>
    internal static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The directories of this user's labs that answer, looked for in the directory for temporary files, in the order
    /// of the alphabet. What a lab left behind that was killed does not answer.
    /// </summary>
    public static async Task<ImmutableArray<string>> FindAsync(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var directory in Candidates())
        {
            if (await ListAsync(directory, cancellationToken).ConfigureAwait(false) is LabControlAnswer.Done)
            {
                found.Add(directory);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>What is broken in a lab now.</summary>
    /// <param name="directory">The lab's directory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<LabControlAnswer> ListAsync(string directory, CancellationToken cancellationToken) =>
        AskAsync(directory, "list", cancellationToken);

    /// <summary>Switches a fault of a lab, and asks what is broken then.</summary>
    /// <param name="directory">The lab's directory.</param>
    /// <param name="fault">The fault's name.</param>
    /// <param name="on">On or off.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<LabControlAnswer> SwitchAsync(
        string directory, string fault, bool on, CancellationToken cancellationToken) =>
        AskAsync(directory, on ? $"on {fault}" : $"off {fault}", cancellationToken);

    /// <summary>Plays a user of a lab to be something, whatever the user's phones publish.</summary>
    /// <param name="directory">The lab's directory.</param>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="word">A word of <see cref="PresenceWords"/>.</param>
    /// <param name="note">What the user says of it; may be empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<LabControlAnswer> PlayAsync(
        string directory, string user, string word, string note, CancellationToken cancellationToken) =>
        AskAsync(directory, $"presence {user} {word} {note.ReplaceLineEndings(" ")}".TrimEnd(), cancellationToken);

    internal static string SocketIn(string directory) => Path.Combine(directory, SocketName);

    /// <summary>Reads up to a line break, or to the end; <c>null</c> where more comes than may.</summary>
    internal static async Task<string?> ReadAsync(
        Socket socket, int bytesMax, bool toLineBreak, CancellationToken cancellation)
    {
        var bytes = new byte[bytesMax];
        for (var length = 0; length < bytesMax;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length), cancellation).ConfigureAwait(false);
            length += read;
            var end = toLineBreak ? Array.IndexOf(bytes, (byte)'\n', 0, length) : -1;
            if (read == 0 || end >= 0)
            {
                return Encoding.UTF8.GetString(bytes, 0, end >= 0 ? end : length);
            }
        }

        return null;
    }

    internal static async Task WriteAsync(Socket socket, string text, CancellationToken cancellation)
    {
        for (ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(text); !left.IsEmpty;)
        {
            left = left[await socket.SendAsync(left, cancellation).ConfigureAwait(false)..];
        }
    }

    private static async Task<LabControlAnswer> AskAsync(
        string directory, string wish, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(directory)), limit.Token)
                .ConfigureAwait(false);
            await WriteAsync(socket, $"{wish}\n", limit.Token).ConfigureAwait(false);
            return Read(directory, await ReadAsync(socket, AnswerBytesMax, false, limit.Token).ConfigureAwait(false));
        }
        catch (Exception error) when (error is SocketException or ArgumentOutOfRangeException)
        {
            // A path longer than a socket's may be is an argument out of range.
            return new LabControlAnswer.NoAnswer(directory, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LabControlAnswer.NoAnswer(directory, $"it said nothing for {TimeLimit.TotalSeconds} s");
        }
    }

    private static LabControlAnswer Read(string directory, string? answer) =>
        answer?.Split('\n', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["ok", .. var faults] => new LabControlAnswer.Done([.. faults]),
            [['n', 'o', ' ', .. var why]] => new LabControlAnswer.Refused(why),
            _ => new LabControlAnswer.NoAnswer(directory, "what came is no answer of a lab"),
        };

    private static string[] Candidates()
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(Path.GetTempPath(), $"{DirectoryPrefix}*")
                    .Where(one => IsOwn(one) && File.Exists(SocketIn(one)))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // In a directory that everybody may write to, anybody can make one of this name; nobody else one that only its
    // owner may enter, and that this user may.
    private static bool IsOwn(string directory) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(directory) == OwnerAlone;
}
