using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Dialtone.Storage;

/// <summary>
/// The file that keeps the memory of one account under one profile, or beside it the certificate that proves its
/// user, or the roots that were learned. Its content is bytes to this class; whoever finds them torn or foreign calls
/// <see cref="SetAside"/>. Every failure is a value: a phone without its memory still works.
/// </summary>
public sealed class MemoryFile
{
    /// <summary>The largest memory that is read, in bytes; a larger file is not one of ours.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>How many files that were set aside are kept for one memory; the last is overwritten then.</summary>
    public const int SetAsideMax = 20;

    private const string OfMemory = ".memory";
    private const string OfCertificate = ".certificate";
    private const string OfRoots = ".roots";
    private const int NameLengthMax = 120;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory;

    /// <summary>Names the file; nothing is read or created yet.</summary>
    /// <param name="directory">The state directory, of <see cref="StateDirectory"/> or chosen by a person.</param>
    /// <param name="account">Whose memory: <c>sip:alice@contoso.example</c>.</param>
    /// <param name="profile">Under which profile: <c>lync-phone</c>.</param>
    public MemoryFile(string directory, string account, string profile)
        : this(directory, account, profile, OfMemory)
    {
    }

    private MemoryFile(string directory, string account, string profile, string extension)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(profile);
        _directory = directory;
        Path = System.IO.Path.Combine(directory, NameOf(account, profile, extension));
    }

    /// <summary>
    /// Names the file beside it that keeps the user's certificate and its key, for the owner alone to read.
    /// </summary>
    public static MemoryFile ForCertificate(string directory, string account, string profile) =>
        new(directory, account, profile, OfCertificate);

    /// <summary>Names the file beside it that keeps the roots that were learned.</summary>
    public static MemoryFile ForRoots(string directory, string account, string profile) =>
        new(directory, account, profile, OfRoots);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    private string NewPath => Path + ".new";

    /// <summary>
    /// Reads the memory, and removes what an interrupted <see cref="Replace"/> left behind.
    /// </summary>
    /// <param name="bytes">The content; <c>null</c> where there is no file.</param>
    /// <param name="fault">Why the file that is there could not be read.</param>
    /// <returns>Whether the question was answered: read, or not there.</returns>
    public bool TryRead(out byte[]? bytes, [NotNullWhen(false)] out StorageFault? fault)
    {
        bytes = null;
        fault = null;
        RemoveLeftOver();
        try
        {
            const FileShare Anyone = FileShare.ReadWrite | FileShare.Delete;
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, Anyone);
            if (file.Length > BytesMax)
            {
                fault = new(Path, $"It has {file.Length} bytes; a memory has at most {BytesMax}.");
                return false;
            }

            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            bytes = null;
            fault = new(Path, error.Message);
            return false;
        }
    }

    /// <summary>
    /// Puts <paramref name="bytes"/> in place of the old memory: whatever happens, the old or the new one is there
    /// whole. The directory is made where it does not exist; directory and file are for their owner only (Unix).
    /// </summary>
    /// <returns>What went wrong, or <c>null</c>; the old memory stands then.</returns>
    public StorageFault? Replace(ReadOnlySpan<byte> bytes)
    {
        try
        {
            CreateDirectory(_directory);

            // Held open over the renaming: a second process that saves the same memory cannot get at it half-way.
            using var file = new FileStream(NewPath, OptionsForNew());
            file.SetLength(0);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            File.Move(NewPath, Path, overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(Path, error.Message);
        }
    }

    /// <summary>Forgets the memory.</summary>
    /// <returns>What went wrong, or <c>null</c>.</returns>
    public StorageFault? Remove()
    {
        RemoveLeftOver();
        try
        {
            File.Delete(Path);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(Path, error.Message);
        }
    }

    /// <summary>
    /// As <see cref="Replace"/>, or <see cref="Remove"/> for <c>null</c>: what a live node's Save effect asks for.
    /// </summary>
    public StorageFault? Save(ReadOnlyMemory<byte>? bytes) => bytes is { } given ? Replace(given.Span) : Remove();

    /// <summary>
    /// Renames a file that is not a memory to <c>NAME.set-aside-1</c>, <c>-2</c> and so on, for a person to look at.
    /// </summary>
    /// <param name="asidePath">Where it is now.</param>
    /// <param name="fault">Why it could not be renamed.</param>
    public bool SetAside([NotNullWhen(true)] out string? asidePath, [NotNullWhen(false)] out StorageFault? fault)
    {
        asidePath = null;
        fault = null;
        try
        {
            var number = 1;
            while (number < SetAsideMax && File.Exists(AsidePath(number)))
            {
                number++;
            }

            File.Move(Path, AsidePath(number), overwrite: true);
            asidePath = AsidePath(number);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = new(Path, error.Message);
            return false;
        }
    }

    /// <summary>
    /// The file's name: profile and account, with every character that some file system treats in a way of its own
    /// (separators, capital letters, the colon) as <c>%XX</c>, and a digest in place of the end of a name that is too
    /// long.
    /// </summary>
    private static string NameOf(string account, string profile, string extension)
    {
        const string DefaultScheme = "sip:";
        var user = account.StartsWith(DefaultScheme, StringComparison.Ordinal)
            ? account[DefaultScheme.Length..]
            : account;
        var name = new StringBuilder();
        AppendSafe(name, profile);
        _ = name.Append('~');
        AppendSafe(name, user);
        if (name.Length > NameLengthMax)
        {
            var whole = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(name.ToString()));
            name.Length = NameLengthMax;
            _ = name.Append('~').Append(Convert.ToHexStringLower(whole.AsSpan(0, 16)));
        }

        return name.Append(extension).ToString();
    }

    private static void AppendSafe(StringBuilder name, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            // A dot at the start would hide the file.
            var safe = char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b)
                || b is (byte)'-' or (byte)'_' or (byte)'@'
                || (b == '.' && name.Length > 0);
            _ = safe ? name.Append((char)b) : name.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Directory.CreateDirectory(path);
        }
        else
        {
            _ = Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions OptionsForNew()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            BufferSize = 0,
            // Windows renames an open file only where its opener allowed that.
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private string AsidePath(int number) => FormattableString.Invariant($"{Path}.set-aside-{number}");

    // What cannot be removed is being written by another process, or will be overwritten by the next save.
    private void RemoveLeftOver()
    {
        try
        {
            if (File.Exists(NewPath))
            {
                using (new FileStream(NewPath, FileMode.Open, FileAccess.Write, FileShare.None))
                {
                    // Nobody else has it open.
                }

                File.Delete(NewPath);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
