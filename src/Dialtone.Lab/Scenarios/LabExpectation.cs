using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// What a synthetic transaction must find in the deployment of a scenario, and which phone makes it. It is what an
/// administrator would call the cause who can see no more than the phone can.
/// </summary>
public sealed record LabExpectation
{
    /// <summary>The longest list of names.</summary>
    public const int NamesMax = 16;

    /// <summary>The first cause; <c>null</c> where nothing is wrong that a device can see.</summary>
    public FindingCode? Finding { get; init; }

    /// <summary>What the title or the directions of that cause must name.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How the transaction ends.</summary>
    public TransactionVerdict Result { get; init; } = TransactionVerdict.Success;

    /// <summary>Which transaction it is.</summary>
    public TransactionKind Transaction { get; init; } = TransactionKind.ClientAuth;

    /// <summary>As which kind of device.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>The scheme that the phone may use alone; <c>null</c> for all of its profile.</summary>
    public SipScheme? Scheme { get; init; }

    /// <summary>What proves the user: the password, or the extension and the PIN.</summary>
    public CredentialKind Credential { get; init; } = CredentialKind.Password;

    /// <summary>The user part of who signs in; empty for the first user.</summary>
    public string User { get; init; } = "";

    /// <summary>The Registrar that the phone is given by hand (S14); the default value for discovery.</summary>
    public HostName Target { get; init; }

    /// <summary>Whether the phone learns the roots of the deployment at the first contact.</summary>
    public bool LearnsRoots { get; init; }

    /// <summary>Whether the phone signed in once while all was well, and remembers that.</summary>
    public bool Remembers { get; init; }
}
