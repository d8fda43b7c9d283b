using System.Collections.Immutable;

namespace Dialtone.Core.SignIn;

/// <summary>What a 401 or 407 means for the sign-in.</summary>
public enum DigestStatus : byte
{
    /// <summary>Send the request again with <see cref="DigestExchange.Authorize"/>.</summary>
    Answer,

    /// <summary>As <see cref="Answer"/>: the proof was right, and only its nonce too old.</summary>
    AnswerStale,

    /// <summary>A fresh challenge was answered and refused: the name or the password is wrong.</summary>
    CredentialRejected,

    /// <summary>No challenge that this device can answer.</summary>
    NothingUsable,

    /// <summary>More challenges in a row than are answered: the server never comes to a decision.</summary>
    TooManyRounds,
}

/// <summary>What a 401 or 407 means for the sign-in, with the evidence.</summary>
/// <param name="Status">What it means.</param>
/// <param name="Offered">
/// Every scheme and algorithm that the response offered, as <c>Digest SHA-256</c> or <c>NTLM</c>.
/// </param>
/// <param name="Chosen">The one that is answered, in the same form; empty where none is.</param>
public sealed record DigestOutcome(DigestStatus Status, ImmutableArray<string> Offered, string Chosen)
{
    /// <summary>Whether the request is to be sent again.</summary>
    public bool GoesOn => Status is DigestStatus.Answer or DigestStatus.AnswerStale;
}

/// <summary>Whether the server proved that it knows the secret too (rspauth, RFC 7616 section 3.5).</summary>
public enum ServerProof : byte
{
    /// <summary>It gave no proof; the protocol does not require it to.</summary>
    NotGiven,

    /// <summary>It did.</summary>
    Proved,

    /// <summary>
    /// Its proof is wrong: it let the device in without knowing its secret, or something changed the body.
    /// </summary>
    Wrong,

    /// <summary>Authentication-Info cannot be read.</summary>
    Malformed,
}
