using System.Runtime.InteropServices;
using System.Text;

namespace Dialtone.Live.Security;

/// <summary>
/// What Kerberos needs of MIT's GSSAPI (RFC 2743, RFC 2744). .NET calls the same library, but keeps to itself why a
/// ticket was refused: a wrong password, an unknown user and a clock that is wrong are one status there.
/// </summary>
internal static unsafe partial class Gssapi
{
    public const uint Complete = 0;
    public const uint ContinueNeeded = 1;

    // Routine errors (RFC 2744 section 3.9.1), as they stand in the upper half of a major status.
    public const uint NoCredential = 7;
    public const uint DefectiveToken = 9;
    public const uint CredentialsExpired = 11;

    public const uint Integrity = 32;
    public const int ForInitiating = 1;
    public const int ForAccepting = 2;

    private const int OfGss = 1;
    private const int OfMechanism = 2;

    static Gssapi()
    {
        NativeNames.Use();
        IsAvailable = NativeNames.TryLoad(NativeNames.GssapiKrb5, out var library)
            && NativeLibrary.TryGetExport(library, "gss_acquire_cred_from", out _);
    }

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsAvailable { get; }

    // 1.2.840.113554.1.2.2, RFC 4121.
    public static ReadOnlySpan<byte> Kerberos => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02];

    // 1.2.840.113554.1.2.2.1: a principal's name as Kerberos writes it (RFC 1964 section 2.1.1).
    public static ReadOnlySpan<byte> PrincipalName => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02, 0x01];

    /// <summary>What a status says, in the library's words. On the thread that got it.</summary>
    public static string Explain(uint major, uint minor)
    {
        fixed (byte* kerberos = Kerberos)
        {
            var mechanism = new Identifier(kerberos, Kerberos.Length);
            return minor != 0 ? Explain(minor, OfMechanism, &mechanism) : Explain(major, OfGss, null);
        }
    }

    /// <summary>A principal's name.</summary>
    public static uint Import(string principal, out uint minor, out nint name)
    {
        var bytes = Encoding.UTF8.GetBytes(principal);
        fixed (byte* text = bytes)
        fixed (byte* kind = PrincipalName)
        {
            var buffer = new Bytes(text, bytes.Length);
            var type = new Identifier(kind, PrincipalName.Length);
            return gss_import_name(out minor, &buffer, &type, out name);
        }
    }

    /// <summary>A principal's name as text.</summary>
    public static string Display(nint name)
    {
        Bytes text = default;
        if (name == 0 || gss_display_name(out _, name, &text, 0) != Complete)
        {
            return "";
        }

        var taken = Encoding.UTF8.GetString(text.Span);
        Release(ref text);
        return taken;
    }

    public static void Release(ref Bytes buffer)
    {
        fixed (Bytes* released = &buffer)
        {
            _ = gss_release_buffer(out _, released);
        }
    }

    public static void ReleaseName(ref nint name)
    {
        if (name != 0)
        {
            _ = gss_release_name(out _, ref name);
        }
    }

    public static void ReleaseCredential(ref nint credential)
    {
        if (credential != 0)
        {
            _ = gss_release_cred(out _, ref credential);
        }
    }

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_acquire_cred_with_password(
        out uint minor,
        nint name,
        Bytes* password,
        uint seconds,
        Identifiers* mechanisms,
        int usage,
        out nint credential,
        nint actualMechanisms,
        nint actualSeconds);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_acquire_cred_from(
        out uint minor,
        nint name,
        uint seconds,
        nint mechanisms,
        int usage,
        Store* store,
        out nint credential,
        nint actualMechanisms,
        nint actualSeconds);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_init_sec_context(
        out uint minor,
        nint credential,
        ref nint context,
        nint target,
        Identifier* mechanism,
        uint flags,
        uint seconds,
        nint bindings,
        Bytes* input,
        nint actualMechanism,
        Bytes* output,
        nint actualFlags,
        nint actualSeconds);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_accept_sec_context(
        out uint minor,
        ref nint context,
        nint credential,
        Bytes* input,
        nint bindings,
        out nint source,
        nint mechanism,
        Bytes* output,
        nint actualFlags,
        nint actualSeconds,
        nint delegated);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_inquire_context(
        out uint minor,
        GssContextHandle context,
        nint source,
        out nint target,
        nint seconds,
        nint mechanism,
        nint flags,
        nint isInitiator,
        nint isOpen);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_get_mic(
        out uint minor, GssContextHandle context, uint quality, Bytes* message, Bytes* token);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_verify_mic(
        out uint minor, GssContextHandle context, Bytes* message, Bytes* token, nint quality);

    [LibraryImport(NativeNames.GssapiKrb5)]
    public static partial uint gss_delete_sec_context(out uint minor, ref nint context, nint token);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_import_name(out uint minor, Bytes* text, Identifier* type, out nint name);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_display_name(out uint minor, nint name, Bytes* text, nint type);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_display_status(
        out uint minor, uint status, int type, Identifier* mechanism, ref uint more, Bytes* text);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_release_buffer(out uint minor, Bytes* buffer);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_release_name(out uint minor, ref nint name);

    [LibraryImport(NativeNames.GssapiKrb5)]
    private static partial uint gss_release_cred(out uint minor, ref nint credential);

    private static string Explain(uint status, int type, Identifier* mechanism)
    {
        Bytes text = default;
        var more = 0u;
        if (gss_display_status(out _, status, type, mechanism, ref more, &text) != Complete)
        {
            return "";
        }

        var taken = Encoding.UTF8.GetString(text.Span);
        Release(ref text);
        return taken;
    }

    /// <summary>gss_buffer_desc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Bytes(byte* at, int length)
    {
        private readonly nuint _length = (nuint)length;
        private readonly byte* _at = at;

        public ReadOnlySpan<byte> Span => new(_at, checked((int)_length));
    }

    /// <summary>gss_OID_desc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Identifier(byte* at, int length)
    {
        private readonly uint _length = (uint)length;
        private readonly byte* _at = at;
    }

    /// <summary>gss_OID_set_desc of one.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Identifiers(Identifier* one)
    {
        private readonly nuint _count = 1;
        private readonly Identifier* _one = one;
    }

    /// <summary>gss_key_value_set_desc of one.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Store(StoreEntry* one)
    {
        private readonly uint _count = 1;
        private readonly StoreEntry* _one = one;
    }

    /// <summary>gss_key_value_element_desc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct StoreEntry(byte* key, byte* value)
    {
        private readonly byte* _key = key;
        private readonly byte* _value = value;
    }
}
