using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>
/// What proves the user to a relay: what MRAS gave, or a name and a password. The password is a secret and is never
/// part of a text.
/// </summary>
public sealed class RelayCredentials
{
    private readonly MrasCredentials? _mras;
    private readonly string _username;
    private readonly string _password;

    private RelayCredentials(MrasCredentials? mras, string username, string password)
    {
        _mras = mras;
        _username = username;
        _password = password;
    }

    /// <summary>For which dialect they are.</summary>
    public RelayDialect Dialect => _mras is null ? RelayDialect.Standard : RelayDialect.AvEdge;

    /// <summary>For an A/V Edge Server.</summary>
    public static RelayCredentials Of(MrasCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new(credentials, "", "");
    }

    /// <summary>For a relay of RFC 8656: long-term credentials (RFC 8489 section 9.2).</summary>
    public static RelayCredentials Of(string username, string password)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(password);
        return new(null, username, password);
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "credentials for a relay (hidden)";

    internal ReadOnlySpan<byte> Token => _mras!.Username.Span;

    internal string Username => _username;

    internal MsTurnKey AvEdgeKey(string realm) => new(_mras!.Username.Span, realm, _mras.Password);

    internal StunKey StandardKey(string realm) => StunKey.LongTerm(_username, realm, _password);
}
