namespace Dialtone.Core.Certificates;

/// <summary>How the getting of a certificate stands.</summary>
public enum CertificateStageState : byte
{
    /// <summary>Under way.</summary>
    Working,

    /// <summary>There is a certificate.</summary>
    Done,

    /// <summary>There is none, from no source.</summary>
    Failed,
}
