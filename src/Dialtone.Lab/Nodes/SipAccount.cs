using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Lab.Nodes;

/// <summary>A user of the lab. Not a record: its text form must not show the password.</summary>
/// <param name="user">The user part of the SIP address: <c>alice</c>.</param>
/// <param name="password">The password.</param>
public sealed class SipAccount(string user, string password)
{
    /// <summary>The user part of the SIP address.</summary>
    public string User { get; } = user;

    /// <summary>What a proof is checked against.</summary>
    public DigestSecret Secret { get; private set; } = DigestSecret.FromPassword(password);

    /// <summary>The same for NTLM.</summary>
    internal NtlmSecret NtlmSecret { get; private set; } = NtlmSecret.FromPassword(password);

    /// <summary>Whether an administrator has disabled the user: 403.</summary>
    public bool Disabled { get; set; }

    /// <summary>Whether too many wrong passwords have locked the account.</summary>
    public bool Locked { get; set; }

    /// <summary>The pool that the user is at home in; <c>null</c> for every one.</summary>
    public HostName? Home { get; set; }

    /// <summary>The login of NTLM and Kerberos: <c>CONTOSO\alice</c>; <c>null</c> where there is none.</summary>
    public string? NtLogin { get; init; }

    /// <summary>The phone number, E.164 with its plus sign; <c>null</c> for none.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The extension; <c>null</c> for none.</summary>
    public string? Extension { get; init; }

    /// <summary>The PIN, a secret; <c>null</c> where none is set.</summary>
    public string? Pin { get; init; }

    /// <summary>Whether the PIN is too old, and must be changed.</summary>
    public bool PinExpired { get; set; }

    /// <summary>The two parts of the login, or the user alone.</summary>
    internal (string Domain, string User) NtName =>
        NtLogin?.Split('\\') is [var domain, var name] ? (domain, name) : ("", User);

    /// <summary>Gives the user another password.</summary>
    public void ChangePassword(string changed) =>
        (Secret, NtlmSecret) = (DigestSecret.FromPassword(changed), NtlmSecret.FromPassword(changed));

    /// <inheritdoc/>
    public override string ToString() => User;
}
