using Dialtone.Core.Net.Security;

namespace Dialtone.Core.Exchange.Web;

/// <summary>What a <see cref="WebAuthentication"/> wants next.</summary>
public abstract record WebProofStep
{
    private WebProofStep()
    {
    }

    /// <summary>The request is sent again, on the same connection, with this.</summary>
    /// <param name="Authorization">The value of Authorization, a secret.</param>
    public sealed record Send(string Authorization) : WebProofStep
    {
        /// <summary>Never the value.</summary>
        public override string ToString() => nameof(Send);
    }

    /// <summary>The host has been asked for something; its answer is waited for.</summary>
    public sealed record Wait : WebProofStep;

    /// <summary>The server did not take what it was given.</summary>
    public sealed record Refused(string Detail = "") : WebProofStep;

    /// <summary>The server offers nothing that can be used.</summary>
    public sealed record NotOffered : WebProofStep;

    /// <summary>This machine could not make the proof.</summary>
    /// <param name="Why">The reason; <c>null</c> where it is the server's message that could not be used.</param>
    /// <param name="Detail">For people; never a secret.</param>
    public sealed record NotMade(SecurityFault? Why, string Detail) : WebProofStep;
}
